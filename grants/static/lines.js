// Tables to fill in: one more line without a new page, and sums that keep up with what is typed.
(function () {
  "use strict";

  // One more line

  document.querySelectorAll("[data-lines]").forEach(function (table) {
    const most = Number(table.dataset.lines);
    const body = table.tBodies[0];
    const button = document.querySelector('[data-add-line="' + table.dataset.name + '"]');
    if (!button) return;
    button.textContent = "Add another line";
    button.addEventListener("click", function (event) {
      event.preventDefault();
      const line = anotherLine(body, table.dataset.name);
      body.append(line);
      line.querySelector("input, select").focus();
      if (body.rows.length >= most) button.hidden = true;
    });
  });

  function anotherLine(body, name) {
    const last = body.rows.length - 1;
    const line = body.rows[last].cloneNode(true);
    line.querySelectorAll("*").forEach(function (element) {
      ["name", "id", "for"].forEach(function (part) {
        const value = element.getAttribute(part);
        if (value) {
          element.setAttribute(part, value.replace(name + "-" + last + "-", name + "-" + (last + 1) + "-"));
        }
      });
      element.removeAttribute("aria-invalid");
      element.removeAttribute("aria-describedby");
      if (element.tagName === "SELECT") element.selectedIndex = 0;
      if (element.tagName === "INPUT") element.value = "";
    });
    line.querySelectorAll("[data-line]").forEach(function (number) {
      number.textContent = String(last + 2);
    });
    return line;
  }

  // Sums

  function amountIn(text) {
    const typed = text.toLowerCase().replace(/[\s£]|gbp|days?/g, "");
    if (!/^(\d{1,3}(,\d{3})+|\d+)?(\.\d*)?$/.test(typed)) return 0;
    return Math.round(Number(typed.replace(/,/g, "")) * 100) / 100 || 0;
  }

  function pounds(amount) {
    const digits = Number.isInteger(amount) ? 0 : 2;
    return "£" + amount.toLocaleString("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  }

  function days(amount, what) {
    return amount + " " + (what || "day") + (amount === 1 ? "" : "s");
  }

  function linesOf(table, name) {
    return Array.from(table.tBodies[0].rows).map(function (row, number) {
      return function (column) {
        const box = row.querySelector('[name="' + name + "-" + number + "-" + column + '"]');
        return box ? box.value : "";
      };
    });
  }

  function addUp(lines, test) {
    const sum = lines.filter(test).reduce((total, line) => total + amountIn(line("amount")), 0);
    return Math.round(sum * 100) / 100;
  }

  const SUMS = {
    budget: function (lines) {
      const money = addUp(lines, (line) => line("kind") === "money");
      const advice = addUp(lines, (line) => line("kind") === "days");
      const space = addUp(lines, (line) => line("kind") === "space");
      const local = addUp(lines, (line) => line("kind") === "money" && line("local") === "yes");
      const parts = [money || !advice ? pounds(money) : "", advice ? days(advice, "advice day") : ""];
      const isBegun = lines.some((line) => ["kind", "what", "amount"].some((column) => line(column).trim()));
      return {
        total: isBegun ? parts.filter(Boolean).join(" and ") : "",
        space: space ? days(space) : "",
        local: money ? pounds(local) + " of " + pounds(money) : "",
      };
    },
    figures: function (lines) {
      const income = addUp(lines, (line) => line("kind") === "income");
      const cost = addUp(lines, (line) => line("kind") === "cost");
      const rest = Math.round((income - cost) * 100) / 100;
      return {
        income: income || cost ? pounds(income) : "",
        cost: income || cost ? pounds(cost) : "",
        over: (income || cost) && rest >= 0 ? pounds(rest) : "",
        short: rest < 0 ? pounds(-rest) : "",
      };
    },
  };

  document.querySelectorAll("[data-sums]").forEach(function (place) {
    const question = place.closest("[data-question]");
    const table = question && question.querySelector("[data-lines]");
    if (!table || !SUMS[place.dataset.sums]) return;
    function show() {
      const sums = SUMS[place.dataset.sums](linesOf(table, table.dataset.name));
      place.querySelectorAll("[data-sum]").forEach(function (sum) {
        const words = sums[sum.dataset.sum] || "";
        sum.textContent = words;
        sum.closest("[data-sum-row]").hidden = !words;
      });
    }
    question.addEventListener("input", show);
    question.addEventListener("change", show);
  });
})();
