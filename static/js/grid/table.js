// The rows as a table of cells: where one is, where one goes, and what was there before.

import { FIELDS, Row } from "./rows.js";

export class Table {
  constructor(form) {
    this.form = form;
    this.rows = [...form.querySelectorAll("tr[data-row]")].map((tr) => new Row(tr));
    this.places = new Map();
    for (const row of this.rows) {
      for (const [field, input] of Object.entries(row.inputs)) this.places.set(input, { row, field, input });
    }
    this.past = [];
    this.typing = null; // the cell being typed in, with what it held when it was entered
    this.onchange = () => {};
    form.addEventListener("focusin", (event) => {
      const place = this.place(event.target);
      this.typing = place && { ...place, text: place.input.value };
    });
    form.addEventListener("focusout", () => this.commit());
    form.addEventListener("input", (event) => {
      const place = this.place(event.target);
      if (!place) return;
      this.untint();
      this.changed(place.row);
    });
    form.addEventListener("change", (event) => {
      if (event.target.tagName !== "SELECT") return;
      this.commit();
      const place = this.place(event.target);
      if (place) this.changed(place.row);
    });
  }

  place(input) { return this.places.get(input) ?? null; }

  get active() { return this.place(document.activeElement); }

  get visible() { return this.rows.filter((row) => row.writable && row.tr.offsetParent !== null); }

  // What was typed into a cell becomes one step back once the cell is left.
  commit() {
    const { typing } = this;
    if (!typing || typing.input.value === typing.text) return;
    this.past.push([[typing.input, typing.text]]);
    typing.text = typing.input.value;
  }

  // Several cells at once, one step back.
  write(pairs) {
    this.commit();
    this.past.push(pairs.map(([input]) => [input, input.value]));
    this.set(pairs);
  }

  set(pairs) {
    const rows = new Set();
    for (const [input, text] of pairs) {
      input.value = text;
      rows.add(this.place(input).row);
      if (this.typing?.input !== input) continue;
      this.typing.text = text;
      input.select?.();
    }
    for (const row of rows) this.changed(row);
  }

  changed(row) {
    row.compute();
    this.onchange(row);
  }

  undo() {
    this.commit();
    const step = this.past.pop();
    if (!step) return;
    this.untint();
    this.set(step);
    this.go(step[0][0]);
    for (const row of new Set(step.map(([input]) => this.place(input).row))) row.judge(null);
  }

  go(input) {
    input.focus();
    if (input.select) input.select();
  }

  // The cell so many rows below; where a row lacks the column, its nearest one.
  step(place, by, field = place.field) {
    const rows = this.visible;
    const row = rows[rows.indexOf(place.row) + by];
    if (row) this.go(row.inputs[field] ?? row.inputs.value ?? row.inputs.numerator);
  }

  beside(place, by) {
    const fields = FIELDS.filter((field) => place.row.inputs[field]);
    const field = fields[fields.indexOf(place.field) + by];
    if (field) this.go(place.row.inputs[field]);
  }

  above(place) {
    const rows = this.visible.filter((row) => row.inputs[place.field]);
    return rows[rows.indexOf(place.row) - 1]?.inputs[place.field] ?? null;
  }

  tint(inputs) {
    this.untint();
    for (const input of inputs) input.closest("td").classList.add("pasted");
  }

  untint() {
    for (const cell of this.form.querySelectorAll(".pasted")) cell.classList.remove("pasted");
  }
}
