import { beforeEach, describe, expect, it } from "vitest";
import { restore, settle, typed } from "./drafts";

function form(html: string): HTMLFormElement {
  document.body.innerHTML = `<form data-draft="note">${html}</form>`;
  return document.querySelector("form")!;
}

describe("a draft", () => {
  beforeEach(() => sessionStorage.clear());

  it("keeps what was typed, never passwords, hidden values or files", () => {
    const note = form(`<input name="title" value="Harbour"><textarea name="text">你好</textarea>
      <input type="password" name="secret" value="x"><input type="hidden" name="csrf" value="y"><input type="file" name="paper">`);
    expect(typed(note)).toEqual({ title: "Harbour", text: "你好" });
  });

  it("comes back and says whether it changed anything", () => {
    const note = form(`<textarea name="text"></textarea>`);
    expect(restore(note, { text: "half a sentence" })).toBe(true);
    expect(note.querySelector("textarea")!.value).toBe("half a sentence");
    expect(restore(note, { text: "half a sentence" })).toBe(false);
  });

  it("is thrown away only once it arrived", () => {
    sessionStorage.setItem("sent:note", `{"text":"a"}`);
    settle(sessionStorage, () => false);
    expect(sessionStorage.getItem("draft:note")).toBe(`{"text":"a"}`);
    sessionStorage.setItem("sent:other", `{"text":"b"}`);
    settle(sessionStorage, (name) => name === "other");
    expect(sessionStorage.getItem("draft:other")).toBeNull();
    expect(sessionStorage.getItem("sent:other")).toBeNull();
    expect(sessionStorage.getItem("draft:note")).not.toBeNull();
  });
});
