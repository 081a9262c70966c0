// A row of the grid: its inputs, what of them the server has, and what the person sees of its state.

import { read, ratio, write } from "./numbers.js";

export const FIELDS = ["numerator", "denominator", "value", "reason", "remark", "note"];
export const NUMBERS = FIELDS.slice(0, 3);
const SYMBOLS = { saved: "✓", saving: "…", waiting: "⇡", failed: "✕", warning: "⚠", draft: "•" };

const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

export class Row {
  constructor(tr) {
    this.tr = tr;
    this.code = tr.dataset.row;
    this.before = JSON.parse(tr.dataset.before || "{}");
    this.inputs = {};
    for (const field of FIELDS) {
      const input = tr.querySelector(`[name="${this.code}-${field}"]`);
      if (input) this.inputs[field] = input;
    }
    this.hidden = Object.fromEntries(["version", "seen"].map((name) => [name, tr.querySelector(`[name="${this.code}-${name}"]`)]));
    this.version = Number(this.hidden.version?.value ?? 0);
    this.saved = this.initial();
    this.filled = "filled" in tr.dataset;
    this.warned = this.line("warn") !== null;
    this.held = null; // texts that the server has refused: they are not sent again unchanged
    this.conflict = null;
    this.state = "";
  }

  // What the server wrote into the page, whatever the browser or a person has put there since.
  initial() {
    return this.map((input) => (input.tagName === "SELECT" ? [...input.options].find((one) => one.defaultSelected)?.value ?? "" : input.defaultValue));
  }

  map(of) { return Object.fromEntries(Object.entries(this.inputs).map(([field, input]) => [field, of(input, field)])); }

  get texts() { return this.map((input) => input.value); }

  get writable() { return Object.keys(this.inputs).length > 0; }

  get dirty() { return Object.entries(this.inputs).some(([field, input]) => input.value !== this.saved[field]); }

  // Half a pair is no figure yet: while the person is in the row it is not sent, and nobody shouts.
  get incomplete() {
    const { numerator, denominator } = this.texts;
    return numerator !== undefined && !numerator.trim() !== !denominator.trim();
  }

  get missing() { return !this.filled && !("answered" in this.tr.dataset) && !this.dirty; }

  get wrong() { return this.state === "failed" || Boolean(this.line("wrong")); }

  line(kind) {
    const next = [this.tr.nextElementSibling, this.tr.nextElementSibling?.nextElementSibling];
    return next.find((one) => one?.classList.contains(kind) && one.dataset.of === this.code) ?? null;
  }

  put(texts) {
    for (const [field, text] of Object.entries(texts)) if (this.inputs[field]) this.inputs[field].value = text;
    this.compute();
  }

  compute() {
    const shown = this.tr.querySelector(".computed");
    if (!shown) return;
    const [above, below] = ["numerator", "denominator"].map((name) => this.reading(name).value);
    const percent = "percent" in this.tr.dataset;
    const value = above && below ? ratio(above, below, Number(this.tr.dataset.places), percent) : "";
    shown.textContent = value ? write(value) + (percent ? "%" : "") : "–";
  }

  reading(field) {
    const input = this.inputs[field];
    return read(input.value, Number(input.dataset.decimals), input.dataset.unit);
  }

  // A figure whose numbers have no inputs here is kept by the server alone.
  get canKeep() { return NUMBERS.some((field) => this.before[field] && this.inputs[field]); }

  get changed() { return Object.keys(this.inputs).filter((field) => this.inputs[field].value !== this.saved[field]); }

  // The first number of the row that cannot be read; the cell being typed in is left alone.
  unreadable(except = null) {
    for (const field of NUMBERS) {
      if (!this.inputs[field] || this.inputs[field] === except || !this.changed.includes(field)) continue;
      const reading = this.reading(field);
      if (reading.choices || (reading.code && reading.code !== "empty")) return { field, ...reading };
    }
    return null;
  }

  // What cannot be read is said when the cell is left, never while it is typed.
  judge(active) {
    if (this.conflict || this.held) return;
    const found = this.unreadable(active);
    if (!found) {
      if (this.line("wrong") && this.dirty) this.clear();
      return;
    }
    const { field, message, choices } = found;
    if (!choices) return this.fail({ [field]: [message] });
    const [thousands, decimal] = choices.map((one) => one.replace(".", ","));
    this.fail({ [field]: [`“${this.inputs[field].value}” là ${thousands} hay ${decimal}?`] }, [
      [`${thousands} (hàng nghìn)`, () => this.answer(field, thousands)],
      [`${decimal} (phẩy thập phân)`, () => this.answer(field, decimal)],
    ]);
  }

  answer(field, text) {
    this.clear();
    this.inputs[field].value = text;
    this.inputs[field].focus();
    this.inputs[field].dispatchEvent(new Event("input", { bubbles: true }));
  }

  mark(state, fields = Object.keys(this.inputs)) {
    this.state = state;
    for (const [field, input] of Object.entries(this.inputs)) {
      const cell = input.closest("td");
      if (fields.includes(field) || cell.dataset.state) {
        cell.dataset.state = state;
        cell.dataset.symbol = SYMBOLS[state] ?? "";
      }
      this.describe(field);
    }
  }

  describe(field) {
    const input = this.inputs[field];
    const ids = [];
    if (input.getAttribute("aria-invalid")) ids.push(`loi-${this.code}`);
    else if (this.line("warn")?.querySelector(`[data-field="${field}"]`)) ids.push(`canh-bao-${this.code}`);
    if (input.closest("td").dataset.state) ids.push(`o-${this.state}`);
    if (ids.length) input.setAttribute("aria-describedby", ids.join(" "));
    else input.removeAttribute("aria-describedby");
  }

  clear() {
    this.line("wrong")?.remove();
    this.tr.classList.remove("has-errors");
    for (const field of Object.keys(this.inputs)) {
      this.inputs[field].removeAttribute("aria-invalid");
      this.describe(field);
    }
  }

  below(kind, id, ...children) {
    this.line(kind)?.remove();
    if (!children.length) return;
    const cell = element("td", { colSpan: 9, id }, ...children);
    const line = element("tr", { className: kind }, cell);
    line.dataset.of = this.code;
    this.tr.after(line);
  }

  buttons(choices) {
    return choices.map(([words, act]) => element("button", { type: "button", className: "button quiet compact", textContent: words, onclick: act }));
  }

  fail(errors, choices = []) {
    this.clear();
    this.below("warn");
    this.warned = false;
    this.tr.classList.add("has-errors");
    const list = element("ul", { className: "errorlist" }, ...Object.values(errors).flat().map((text) => element("li", { textContent: text })));
    this.below("wrong", `loi-${this.code}`, list, ...this.buttons(choices));
    for (const field of Object.keys(errors)) this.inputs[field]?.setAttribute("aria-invalid", "true");
    this.mark("failed", Object.keys(errors));
  }

  oppose(answer, keepMine, takeTheirs) {
    this.conflict = answer;
    this.clear();
    const words = element("p", { textContent: `Đ/c ${answer.by} vừa nhập ${answer.shown} lúc ${answer.at}` });
    words.setAttribute("role", "alert");
    this.tr.classList.add("has-errors");
    this.below("wrong", `loi-${this.code}`, words, ...this.buttons([["Giữ số tôi nhập", keepMine], [`Lấy số của đồng chí ${answer.by}`, takeTheirs]]));
    this.mark("failed");
  }

  // `sent`: the texts that were saved; whoever typed on meanwhile keeps what they typed.
  settle(answer, sent, fields, write) {
    const texts = this.texts;
    this.version = answer.version;
    this.hidden.version.value = answer.version;
    this.hidden.seen.value = answer.seen;
    this.saved = { ...sent };
    for (const [field, text] of Object.entries(answer.texts)) {
      if (!(field in this.inputs)) continue;
      this.saved[field] = text;
      if (texts[field] === sent[field] && document.activeElement !== this.inputs[field]) this.inputs[field].value = text;
      else if (texts[field] === sent[field]) this.saved[field] = sent[field];
    }
    this.filled = answer.filled;
    this.held = this.conflict = null;
    this.clear();
    this.warn(answer.warnings, write);
    if (answer.computed) this.compute();
    this.mark(this.dirty ? "draft" : answer.warnings.length ? "warning" : "saved", fields);
  }

  warn(warnings, write) {
    this.warned = warnings.length > 0;
    this.below("warn", `canh-bao-${this.code}`, ...warnings.map(({ field, message }) => {
      const words = element("p", { textContent: `⚠ ${message} ` }, ...this.buttons([
        ["Đúng, vì…", () => this.inputs.note.focus()],
        ...(this.before[field] && this.inputs[field] ? [[`Sửa về ${this.before[field]}`, () => write(this.inputs[field], this.before[field])]] : []),
      ]));
      words.dataset.field = field;
      return words;
    }));
  }
}
