// A block of cells copied from a spreadsheet, put in from the active cell on.

import { FIELDS, NUMBERS } from "./rows.js";
import { plain, read, write } from "./numbers.js";

// Tab-separated text; a cell in quotes may hold line breaks and doubled quotes. The last line break ends the last row.
export const cellsOf = (text) => {
  const rows = [[]];
  const cell = /(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\r|\n|$)/g;
  for (const [, quoted, bare, end] of text.matchAll(cell)) {
    rows.at(-1).push((quoted?.replaceAll('""', '"') ?? bare).replace(/[\u00a0\s]+/g, " ").trim());
    if (end === "") break;
    if (end !== "\t") rows.push([]);
  }
  while (rows.length && rows.at(-1).every((one) => one === "")) rows.pop();
  return rows;
};

const folded = (text) => plain(text).toLowerCase().replace(/đ/g, "d").normalize("NFD").replace(/\p{M}/gu, "").replace(/[^a-z0-9]+/g, " ").trim();

const near = (value, before) => {
  const times = Math.abs(Number(value) / Number(before));
  return times >= 0.5 && times <= 2;
};

export class Pasting {
  constructor(table, { say, ask }) {
    Object.assign(this, { table, say, ask });
    table.form.addEventListener("paste", (event) => {
      const place = table.place(event.target);
      const block = place ? cellsOf(event.clipboardData.getData("text/plain")) : [];
      if (block.length < 2 && (block[0]?.length ?? 0) < 2) return; // one cell: the browser does it
      event.preventDefault();
      this.block(block, place);
    });
  }

  block(block, place) {
    const named = this.byName(block);
    const below = this.table.visible.slice(this.table.visible.indexOf(place.row));
    const here = () => this.put(block, block.map((_, at) => below[at]), place.field);
    if (named.filter(Boolean).length * 2 <= block.length) return here();
    const fit = named.filter(Boolean).length;
    const from = FIELDS.find((field) => named.some((row) => row?.inputs[field]));
    const start = place.field === FIELDS[0] || NUMBERS.includes(place.field) ? from : place.field;
    this.ask(`Cột đầu của khối là tên chỉ tiêu (${fit}/${block.length} dòng khớp). Ghép theo tên?`, [
      ["Ghép theo tên", () => this.put(block.map((line) => line.slice(1)), named, start)],
      ["Dán theo vị trí", here],
    ]);
  }

  byName(block) {
    const known = new Map();
    for (const row of this.table.rows) {
      for (const name of [row.code, row.tr.querySelector("th").textContent]) known.set(folded(name), row);
    }
    return block.map((line) => (line[0] ? known.get(folded(line[0])) : undefined));
  }

  put(block, rows, start) {
    const count = { outside: 0, locked: 0, bad: 0, guessed: 0 };
    const pairs = [];
    const asked = [];
    const first = FIELDS.indexOf(start);
    block.forEach((line, down) => line.forEach((text, right) => {
      const field = FIELDS[first + right];
      const input = rows[down]?.inputs[field];
      if (input) pairs.push([input, this.text(text, rows[down], field, asked, count)]);
      else if (text) count[rows[down] && field ? "locked" : "outside"] += 1;
    }));
    const english = pairs.some(([input]) => this.readings.get(input)?.english);
    if (english) for (const [input] of pairs) this.doubt(input, asked);
    this.readings.clear();
    this.table.write(pairs);
    this.table.tint(pairs.map(([input]) => input));
    for (const row of new Set(rows)) row?.judge(null);
    this.report(pairs.length, count);
    if (asked.length) this.question(asked);
    const corner = pairs[0]?.[0];
    if (corner) this.table.go(corner);
  }

  readings = new Map();

  text(text, row, field, asked, count) {
    const input = row.inputs[field];
    if (field === "reason") return this.option(text, input, count);
    if (!NUMBERS.includes(field) || !text) return text;
    const decimals = Number(input.dataset.decimals);
    const reading = read(text, decimals, input.dataset.unit);
    this.readings.set(input, reading);
    if (reading.choices) {
      const guess = this.guess(reading.choices, row, field);
      if (guess) {
        count.guessed += 1;
        return write(guess, decimals);
      }
      asked.push({ input, text, choices: reading.choices });
    } else if (reading.code) count.bad += 1;
    else if (reading.value && !reading.thousands) return write(reading.value, decimals);
    return text;
  }

  // The figure of the period before, or the denominator, tells which of two readings is meant, where only one fits.
  guess(choices, row, field) {
    const known = row.before[field] || (field === "numerator" && row.before.denominator);
    const before = known && read(known, 0, "").value;
    const fitting = before ? choices.filter((one) => near(one, before)) : [];
    return fitting.length === 1 ? fitting[0] : null;
  }

  // Beside numbers that are clearly English, 1,241 may be a thousand, too.
  doubt(input, asked) {
    const { thousands, value } = this.readings.get(input) ?? {};
    if (thousands) asked.push({ input, text: write(value), choices: [thousands, value] });
  }

  option(text, input, count) {
    const found = [...input.options].find((one) => one.value === text || folded(one.textContent) === folded(text));
    if (!found && text) count.bad += 1;
    return found?.value ?? input.value;
  }

  report(pasted, { outside, locked, bad, guessed }) {
    const parts = [`Đã dán ${pasted} ô`];
    if (outside) parts.push(`bỏ qua ${outside} ô ngoài bảng`);
    if (locked) parts.push(`bỏ qua ${locked} ô khóa hoặc tự tính`);
    if (bad) parts.push(`${bad} ô không đọc được`);
    if (guessed) parts.push(`${guessed} ô hiểu theo số kỳ trước`);
    this.say(parts.join(", "));
  }

  // One question for the whole block.
  question(asked) {
    const [{ text, choices }] = asked;
    const whole = choices[0].replace("-", "");
    const [thousands, decimal] = choices.map((one) => one.replace(".", ","));
    const answer = (place) => () => {
      this.table.set(asked.map((one) => [one.input, one.choices[place].replace(".", ",")]));
      for (const { input } of asked) this.table.place(input).row.judge(null);
      this.table.go(asked[0].input);
    };
    const more = asked.length > 1 ? ` (áp dụng cho ${asked.length} ô của khối)` : "";
    this.ask(`${text} là ${thousands} hay ${decimal}?${more}`, [
      [`${thousands} (${Number(whole.slice(0, -3))} nghìn ${whole.slice(-3)})`, answer(0)],
      [decimal, answer(1)],
    ]);
  }
}
