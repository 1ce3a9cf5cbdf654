"use strict";
for (const button of document.querySelectorAll(".switch button")) {
  button.addEventListener("click", () => {
    const language = button.dataset.language;
    document.documentElement.dataset.shown = language;
    document.documentElement.lang = { zh: "zh-CN", en: "en" }[language];
    for (const other of document.querySelectorAll(".switch button")) {
      other.setAttribute("aria-pressed", String(other === button));
    }
  });
}
