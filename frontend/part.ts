/** Fetches a page as htmx would and returns the part of it that was asked for. */
export async function fetchPart<E extends Element>(
  url: string,
  selector: string,
  options: RequestInit = {},
): Promise<E | null> {
  const headers = { "HX-Request": "true", Accept: "text/html" };
  const response = await fetch(url, {
    credentials: "same-origin",
    ...options,
    headers: { ...headers, ...options.headers },
  });
  const elsewhere = response.headers.get("HX-Redirect");
  if (elsewhere) {
    location.assign(elsewhere);
    return new Promise(() => {}); // the page is on its way out
  }
  if (response.status >= 500) throw new Error(`${url} answered ${response.status}`);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const part = page.querySelector<E>(selector);
  return part ? document.adoptNode(part) : null;
}
