const REFERENCES = ["for", "aria-labelledby", "aria-describedby", "aria-controls", "list", "form", "popovertarget"];

/**
 * A page shown inside another page may use the same ids; then a label would name the wrong field. Renames those that are
 * taken, and what refers to them within the part.
 */
export function giveOwnIds(part: Element): void {
  const renamed = new Map<string, string>();
  for (const element of part.querySelectorAll("[id]")) {
    const twin = [...document.querySelectorAll(`#${CSS.escape(element.id)}`)].find((other) => !part.contains(other));
    if (!twin) continue;
    renamed.set(element.id, `layer-${element.id}`);
    element.id = `layer-${element.id}`;
  }
  if (!renamed.size) return;
  for (const element of [part, ...part.querySelectorAll("*")]) {
    for (const name of REFERENCES) {
      const value = element.getAttribute(name);
      if (value)
        element.setAttribute(
          name,
          value.replace(/\S+/g, (id) => renamed.get(id) ?? id),
        );
    }
    const anchor = element.getAttribute("href");
    if (anchor?.startsWith("#") && renamed.has(anchor.slice(1)))
      element.setAttribute("href", `#${renamed.get(anchor.slice(1))}`);
  }
}
