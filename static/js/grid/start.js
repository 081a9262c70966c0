// Puts the grid together: cells, keys, paste, saving, and what stands around the table.

import { attachKeys } from "./keys.js";
import { Pasting } from "./paste.js";
import { Saving } from "./saving.js";
import { Table } from "./table.js";

const find = (selector) => document.querySelector(selector);
const button = (words, act) => Object.assign(document.createElement("button"), { type: "button", className: "button quiet compact", textContent: words, onclick: act });
const normal = (text) => text.toLowerCase().replace(/đ/g, "d").normalize("NFD").replace(/\p{M}/gu, "");

class Page {
  constructor(table) {
    this.table = table;
    this.choice = "";
    this.shown = null;
    for (const radio of document.querySelectorAll(".grid-tools [name=loc]")) {
      radio.addEventListener("change", () => this.filter(radio.value));
    }
    find("[data-find]").addEventListener("input", () => this.filter(this.choice));
    find("[data-help]").addEventListener("click", () => this.help());
    for (const section of table.form.querySelectorAll("tr.section")) this.fold(section);
  }

  help() { find("[data-help-box]").showModal(); }

  say(text) { find("[data-live]").textContent = text; find("[data-saved]").textContent = text; }

  saved(at) { find("[data-saved]").textContent = `● Đã lưu lúc ${at}`; }

  banner(text, [words, act] = []) {
    const place = find("[data-banner]");
    if (place.dataset.text === text) return;
    place.dataset.text = text;
    place.hidden = !text;
    place.replaceChildren(text, ...(words ? [" ", button(words, act)] : []));
    if (text) find("[data-live]").textContent = text;
  }

  ask(words, answers) {
    const place = find("[data-question]");
    const close = () => { place.hidden = true; };
    place.replaceChildren(words, ...answers.flatMap(([text, act]) => [" ", button(text, () => { close(); act(); })]));
    place.hidden = false;
    place.querySelector("button").focus();
    find("[data-live]").textContent = words;
  }

  fold(section) {
    const body = section.closest("tbody");
    const title = section.querySelector("span");
    const toggle = Object.assign(document.createElement("button"), { type: "button", className: "fold", textContent: "▾" });
    const set = (isOpen) => {
      body.classList.toggle("folded", !isOpen);
      toggle.textContent = isOpen ? "▾" : "▸";
      toggle.setAttribute("aria-expanded", isOpen);
      toggle.setAttribute("aria-label", `${isOpen ? "Thu gọn" : "Mở"} mục ${title.textContent}`);
    };
    toggle.onclick = () => set(body.classList.contains("folded"));
    title.before(toggle);
    set(true);
    addEventListener("hashchange", () => { if (body.contains(document.getElementById(location.hash.slice(1)))) set(true); });
  }

  filter(choice) {
    this.choice = choice;
    const words = normal(find("[data-find]").value.trim());
    // Rows are chosen when the filter is set: none vanishes from under the hand that fills it in.
    for (const row of this.table.rows) {
      const fits = (choice === "missing" ? row.missing : choice === "warned" ? row.warned || row.wrong : true)
        && normal(row.tr.querySelector("th").textContent + row.code).includes(words);
      for (const tr of [row.tr, row.line("warn"), row.line("wrong")]) if (tr) tr.hidden = !fits;
    }
    for (const body of this.table.form.querySelectorAll("tbody")) {
      body.hidden = ![...body.querySelectorAll("tr[data-row]")].some((tr) => !tr.hidden);
    }
    this.refresh();
  }

  refresh() {
    const { rows } = this.table;
    const missing = rows.filter((row) => row.missing).length;
    const warned = rows.filter((row) => row.warned).length;
    const wrong = rows.filter((row) => row.wrong).length;
    const waiting = rows.filter((row) => row.dirty).reduce((sum, row) => sum + row.changed.length, 0);
    const filled = rows.filter((row) => row.filled || row.dirty).length;
    const parts = [`Đã nhập ${filled}/${rows.length}`];
    if (wrong) parts.push(`${wrong} lỗi`);
    if (warned) parts.push(`${warned} cảnh báo`);
    if (waiting) parts.push(`${waiting} ô chờ gửi`);
    find("[data-progress]").textContent = parts.join(" · ");
    const counts = { "": rows.length, missing, warned: warned + wrong };
    for (const place of document.querySelectorAll("[data-count]")) place.textContent = counts[place.dataset.count];
  }
}

// The figure of the period before as one of this period; what counts the events of a period is entered anew.
const keep = (table, page, saving, rows, unchanged) => {
  const isOne = rows.length === 1; // where another period answers for this one, only the very row is kept
  const open = rows.filter((row) => row.writable && !row.filled && !row.dirty && row.canKeep && (isOne || !("answered" in row.tr.dataset)));
  const flows = open.filter((row) => "flow" in row.tr.dataset);
  const kept = open.filter((row) => !("flow" in row.tr.dataset));
  const pairs = kept.flatMap((row) => Object.entries({ ...row.before, remark: unchanged })
    .filter(([field]) => row.inputs[field]).map(([field, text]) => [row.inputs[field], text]));
  if (pairs.length) table.write(pairs);
  const more = flows.length ? `, ${flows.length} chỉ tiêu tính phát sinh trong kỳ phải nhập số của kỳ này` : "";
  page.say(`Giữ nguyên số kỳ trước ở ${kept.length} chỉ tiêu${more}`);
  saving.soon(0);
};

let isStarted = false;

export const start = (form) => {
  if (isStarted) return;
  isStarted = true;
  const table = new Table(form);
  const page = new Page(table);
  const saving = new Saving(table, page);
  const unchanged = form.dataset.unchanged;
  table.onchange = (row) => { saving.note(row); page.refresh(); };
  new Pasting(table, { say: (text) => page.say(text), ask: (words, answers) => page.ask(words, answers) });

  const leave = async (name, value) => {
    if (!(await saving.flush())) {
      page.refresh();
      form.querySelector(".wrong button, [aria-invalid]")?.focus();
      page.say("Còn ô chưa lưu được, xem các dòng có dấu ✕.");
      return;
    }
    if (value === "save") return;
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    form.submit();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!event.submitter) return leave("action", "save");
    const { name, value } = event.submitter;
    const row = table.rows.find((one) => one.tr === event.submitter.closest("tr"));
    if (name !== "keep" || (row && !row.canKeep)) return leave(name, value);
    const kind = value.split(":")[0];
    const chosen = { all: table.rows, row: [event.submitter.closest("tr")], section: [...event.submitter.closest("tbody")?.rows ?? []] }[kind];
    const rows = kind === "all" ? chosen : table.rows.filter((row) => chosen.includes(row.tr));
    keep(table, page, saving, rows, unchanged);
  });
  form.addEventListener("focusout", ({ target, relatedTarget }) => {
    const place = table.place(target);
    if (!place) return;
    place.row.judge(relatedTarget);
    if (place.row.dirty && !place.row.tr.contains(relatedTarget) && !saving.isOffline) saving.soon(300);
  });
  attachKeys(table, {
    save: () => leave("action", "save"),
    submit: () => form.querySelector("[name=action][value=submit].button").click(),
    help: () => page.help(),
    keep: (row) => keep(table, page, saving, [row], unchanged),
  });
  const restored = saving.restore();
  for (const row of table.rows) if (row.dirty && !row.state) table.changed(row);
  page.refresh();
  if (restored) page.say(`Khôi phục ${restored} ô chưa gửi từ lần trước`);
};
