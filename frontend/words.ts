/** Sentences the islands say, translated by the server: `<template id="words" data-failed="…">` in the shell. */
export function word(name: string): string {
  return document.getElementById("words")?.dataset[name] ?? "";
}
