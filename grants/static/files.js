// Says at once that a file is too large, before somebody waits for it to be sent. The server
// says the same, in the same words, to whoever has no scripts.
(function () {
  "use strict";

  document.querySelectorAll("input[type=file][data-most-bytes]").forEach(function (box) {
    const group = box.closest(".govuk-form-group");
    const hint = box.getAttribute("aria-describedby") || "";

    function isTooLarge() {
      return Array.from(box.files).some((file) => file.size > Number(box.dataset.mostBytes));
    }

    function complain() {
      const problem = document.createElement("p");
      problem.className = "govuk-error-message";
      problem.id = box.id + "_too_large";
      problem.setAttribute("role", "alert");
      problem.textContent = box.dataset.tooLarge;
      box.before(problem);
      box.setAttribute("aria-describedby", hint + " " + problem.id);
    }

    // Another file was chosen: what was said of the one before says nothing about it.
    box.addEventListener("change", function () {
      group.querySelectorAll(".govuk-error-message").forEach((problem) => problem.remove());
      group.classList.toggle("govuk-form-group--error", isTooLarge());
      box.setAttribute("aria-describedby", hint);
      if (isTooLarge()) complain();
    });
    box.form.addEventListener("submit", function (event) {
      if (!isTooLarge()) return;
      event.preventDefault();
      box.focus();
    });
  });
})();
