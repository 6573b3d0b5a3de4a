import { beforeEach, expect, test } from "vitest";
import "./listing";

beforeEach(() => {
  const page = document.createElement("div");
  page.innerHTML = `<zhike-listing>
    <table class="listing"><thead><tr><th><input type="checkbox" data-select-all></th></tr></thead><tbody>
      <tr><td><input type="checkbox" name="selected" value="1"></td><th><a data-open href="#1">1</a></th></tr>
      <tr><td><input type="checkbox" name="selected" value="2"></td><th><a data-open href="#2">2</a></th></tr>
    </tbody></table>
    <form data-bulk><strong data-selected-count data-one="1 selected" data-many="# selected"></strong>
      <label><input type="checkbox" name="all" data-all></label></form>
  </zhike-listing>`;
  document.body.replaceChildren(page);
});

const press = (key: string): boolean => (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
const bar = (): HTMLElement => document.querySelector<HTMLElement>("[data-bulk]")!;
const opened = (): string | null | undefined => document.activeElement?.getAttribute("href");

test("j and k move over the rows and stop at the ends", () => {
  press("j");
  expect(opened()).toBe("#1");
  press("j");
  press("j");
  expect(opened()).toBe("#2");
  press("k");
  expect(opened()).toBe("#1");
});

test("x selects the row and the bar comes and goes", () => {
  expect(bar().hidden).toBe(true);
  press("j");
  press("x");
  expect(bar().hidden).toBe(false);
  expect(bar().textContent).toContain("1 selected");
  press("x");
  expect(bar().hidden).toBe(true);
});

test("all rows of the page first, then all that match may be chosen", () => {
  const every = document.querySelector<HTMLInputElement>("[data-select-all]")!;
  const label = document.querySelector("label")!;
  expect(label.hasAttribute("hidden")).toBe(true);
  every.checked = true;
  every.dispatchEvent(new Event("change", { bubbles: true }));
  expect(bar().textContent).toContain("2 selected");
  expect(label.hasAttribute("hidden")).toBe(false);
});

test("keys typed into a field are text", () => {
  const field = document.body.appendChild(document.createElement("input"));
  field.focus();
  press("j");
  expect(document.activeElement).toBe(field);
});
