/* What pages gain with JavaScript: a slider of years, tables sorted in place, a word to screen readers after a change.
   Everything works without it. */
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");

  // The slider moves the date field and sends its form: the last day of the year, today for the current year.
  let waiting = 0;
  const dateOf = (slider) =>
    slider.value === slider.dataset.today.slice(0, 4) ? slider.dataset.today : `${slider.value}-12-31`;
  document.addEventListener("input", (event) => {
    const slider = event.target.closest("[data-year-slider]");
    if (!slider) return;
    const form = slider.form;
    form.elements.on.value = dateOf(slider);
    document.getElementById("year-output").textContent = slider.value;
    clearTimeout(waiting);
    waiting = setTimeout(() => form.requestSubmit(), 250);
  });

  // After a swap, say what the page now shows.
  document.addEventListener("htmx:afterSettle", () => {
    const place = document.getElementById("announce");
    if (place) place.textContent = document.title;
    prepare(document.getElementById("main"));
  });

  // Tables marked data-sortable: each head becomes a button. A cell's data-value goes before its text.
  const language = root.lang || "en";
  const order = new Intl.Collator(language, { numeric: true, sensitivity: "base" });
  const valueOf = (row, index) => {
    const cell = row.cells[index];
    return cell ? (cell.dataset.value ?? cell.textContent.trim()) : "";
  };
  function prepare(scope) {
    for (const table of scope.querySelectorAll("table[data-sortable]:not([data-ready])")) {
      table.dataset.ready = "1";
      for (const head of table.tHead.rows[0].cells) {
        if (head.hasAttribute("aria-hidden")) continue;
        const button = document.createElement("button");
        button.type = "button";
        button.className = "sort-button";
        button.append(...head.childNodes);
        const arrow = document.createElement("span");
        arrow.className = "arrow";
        arrow.setAttribute("aria-hidden", "true");
        arrow.textContent = "↕";
        button.append(arrow);
        head.append(button);
        button.addEventListener("click", () => sort(table, head));
      }
    }
  }
  function sort(table, head) {
    const up = head.getAttribute("aria-sort") !== "ascending";
    for (const other of table.tHead.rows[0].cells) {
      other.removeAttribute("aria-sort");
      const arrow = other.querySelector(".arrow");
      if (arrow) arrow.textContent = "↕";
    }
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    head.querySelector(".arrow").textContent = up ? "▲" : "▼";
    const body = table.tBodies[0];
    const index = head.cellIndex;
    const rows = [...body.rows].sort((a, b) => order.compare(valueOf(a, index), valueOf(b, index)));
    body.append(...(up ? rows : rows.reverse()));
  }
  prepare(document);
})();
