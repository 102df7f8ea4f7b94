// Hides the questions that the answers on this page leave unasked, and shows them at once when
// an answer changes. What was typed in them stays. Without this file all are shown, each with a
// sentence that says who should answer.
(function () {
  "use strict";

  const boxes = Array.from(document.querySelectorAll("[data-rule]")).map(function (box) {
    return { box: box, rule: JSON.parse(box.dataset.rule) };
  });
  if (!boxes.length) return;

  // What is answered in the boxes of one question; a question that is not asked answers nothing.
  function answersOf(name) {
    const box = document.getElementById(name);
    if (!box || box.hidden) return [];
    return Array.from(box.querySelectorAll("input, select, textarea"))
      .filter((one) => !["radio", "checkbox"].includes(one.type) || one.checked)
      .map((one) => one.value.trim())
      .filter((value) => value !== "");
  }

  function passes(test) {
    const answers = answersOf(test.field);
    if (test.test === "given") return answers.length > 0;
    return answers.includes(test.value) === (test.test === "is");
  }

  function ask() {
    boxes.forEach(function (one) {
      const tests = one.rule.tests;
      one.box.hidden = !(one.rule.match === "any" ? tests.some(passes) : tests.every(passes));
    });
  }

  document.querySelectorAll("[data-only-if]").forEach(function (sentence) {
    sentence.hidden = true;
  });
  document.addEventListener("input", ask);
  document.addEventListener("change", ask);
  window.addEventListener("pageshow", ask);
  ask();
})();
