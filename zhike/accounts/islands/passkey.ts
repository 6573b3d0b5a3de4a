/**
 * Make or use a passkey. Hidden where the browser has none; the page works without.
 *
 *     <form method="post"><input type="hidden" name="credential">
 *       <zhike-passkey data-does="create|prove|sign-in" data-options="ID of a JSON script" data-failed="words" hidden>
 *         <button type="button">…</button><p role="alert"></p>
 *       </zhike-passkey></form>
 *
 * `sign-in` fetches its options from the form's address. The answer of the device is posted as JSON in `credential`.
 */
type Options = Record<string, any>;

class Passkey extends HTMLElement {
  private busy = false;

  connectedCallback(): void {
    this.hidden = !("PublicKeyCredential" in window);
    this.querySelector("button")!.addEventListener("click", () => void this.run());
  }

  private async run(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.say("");
    try {
      const form = this.closest("form")!;
      const credential = this.dataset.does === "create" ? await create(this.options()) : await get(await this.challenge(form));
      form.querySelector<HTMLInputElement>('[name="credential"]')!.value = JSON.stringify(credential);
      form.submit();
    } catch (failure) {
      if (!(failure instanceof DOMException && failure.name === "AbortError")) this.say(this.dataset.failed ?? "");
    } finally {
      this.busy = false;
    }
  }

  private options(): Options {
    return JSON.parse(document.getElementById(this.dataset.options!)!.textContent!);
  }

  private async challenge(form: HTMLFormElement): Promise<Options> {
    if (this.dataset.does !== "sign-in") return this.options();
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
    return answer.json();
  }

  private say(words: string): void {
    this.querySelector('[role="alert"]')!.textContent = words;
  }
}

async function create(page: Options): Promise<Options> {
  const { publicKey } = page.creation_options;
  const made = (await navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: described(publicKey.excludeCredentials),
      authenticatorSelection: { ...publicKey.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required" },
    },
  })) as PublicKeyCredential;
  const response = made.response as AuthenticatorAttestationResponse;
  return whole(made, { attestationObject: text(response.attestationObject), transports: response.getTransports?.() ?? [] });
}

async function get(page: Options): Promise<Options> {
  const { publicKey } = page.request_options;
  const found = (await navigator.credentials.get({
    publicKey: { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: described(publicKey.allowCredentials) },
  })) as PublicKeyCredential;
  const response = found.response as AuthenticatorAssertionResponse;
  return whole(found, {
    authenticatorData: text(response.authenticatorData),
    signature: text(response.signature),
    userHandle: response.userHandle ? text(response.userHandle) : null,
  });
}

function whole(credential: PublicKeyCredential, response: Options): Options {
  return {
    type: credential.type,
    id: credential.id,
    rawId: text(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: { clientDataJSON: text(credential.response.clientDataJSON), ...response },
  };
}

function described(credentials: Options[] = []): PublicKeyCredentialDescriptor[] {
  return credentials.map((one) => ({ type: "public-key", transports: one.transports, id: bytes(one.id) }));
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  const binary = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(binary, (sign) => sign.charCodeAt(0));
}

function text(buffer: ArrayBuffer): string {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

customElements.define("zhike-passkey", Passkey);
