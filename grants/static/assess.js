// Counts the words that a reason still needs, in the words that the server uses too (forms.py).
// The page works without this file: then the number is the one from the last time it was saved.
(function () {
  "use strict";

  document.querySelectorAll("[data-fewest-words]").forEach(function (box) {
    const says = document.getElementById(box.id + "_helptext");
    const form = box.form;
    const mark = box.dataset.unless.split("=");
    if (!says) return;

    function count() {
      const words = box.value.split(/\s+/).filter(Boolean).length;
      const missing = Math.max(0, Number(box.dataset.fewestWords) - words);
      if (form.elements[mark[0]].value === mark[1]) says.textContent = "A few words are enough";
      else if (!missing) says.textContent = "That is enough words";
      else says.textContent = missing === 1 ? "1 more word" : missing + " more words";
    }

    box.addEventListener("input", count);
    form.addEventListener("change", count);
    window.addEventListener("pageshow", count); // a browser may put older words into the box
  });
})();
