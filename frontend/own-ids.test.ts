import { expect, it } from "vitest";
import { giveOwnIds } from "./own-ids";

it("gives a part its own ids where the page has them already, and keeps labels with their fields", () => {
  document.body.innerHTML = `<label for="id_name">Page</label><input id="id_name"><dialog>
    <section aria-labelledby="title"><h1 id="title">T</h1><a href="#id_name">Name</a>
    <label for="id_name">Layer</label><input id="id_name" aria-describedby="id_name_help other"><p id="id_name_help"></p></section></dialog>`;
  const part = document.querySelector("section")!;
  giveOwnIds(part);
  expect(part.querySelector("input")!.id).toBe("layer-id_name");
  expect(part.querySelector("label")!.getAttribute("for")).toBe("layer-id_name");
  expect(part.querySelector("a")!.getAttribute("href")).toBe("#layer-id_name");
  expect(part.querySelector("input")!.getAttribute("aria-describedby")).toBe("id_name_help other");
  expect(part.querySelector("h1")!.id).toBe("title");
  expect(document.querySelector("input")!.id).toBe("id_name");
});
