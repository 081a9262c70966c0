// Saving by itself: changed rows are sent a second after the last change, kept in the browser until the server has
// them, and sent again for as long as it does not answer.

import { refresh, signIn } from "./session.js";

const PAUSE = 1000;
const SLOW = 3500;
const GIVE_UP = 15000;
const LONGEST_WAIT = 15000;
const OFFLINE = "Mất kết nối với máy chủ. Số liệu vẫn giữ trên máy này và tự gửi khi có mạng.";

export class Saving {
  constructor(table, page) {
    Object.assign(this, { table, page, form: table.form, key: table.form.dataset.draft });
    this.failures = 0;
    this.isStopped = this.isOffline = this.isSigningIn = false;
    this.running = null;
    addEventListener("online", () => this.soon(0));
    addEventListener("offline", () => this.offline());
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") this.soon(0); });
  }

  note(row) {
    if (row.held && JSON.stringify(row.texts) !== row.held) row.held = null;
    if (!row.held && !row.conflict) row.mark(row.dirty ? (this.isOffline ? "waiting" : "draft") : "", row.changed);
    this.remember();
    if (this.isOffline) this.page.refresh();
    else this.soon(PAUSE);
  }

  soon(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), pause);
  }

  ready(isForced) {
    return this.table.rows.filter((row) => row.dirty && !row.conflict && row.held === null && !row.unreadable(null)
      && (isForced || !(row.incomplete && row.tr.contains(document.activeElement))));
  }

  // Everything that can be sent now; true when nothing is left unsaved.
  async flush() {
    for (let round = 0; round < 3 && this.ready(true).length; round += 1) await this.send(true);
    for (const row of this.table.rows) row.judge(null);
    return this.table.rows.every((row) => !row.dirty);
  }

  async send(isForced = false) {
    if (this.running) await this.running;
    const rows = this.isStopped || this.isSigningIn ? [] : this.ready(isForced);
    if (!rows.length) {
      if (!this.isStopped && this.failures) this.online();
      this.page.refresh();
      return;
    }
    this.running = this.exchange(rows);
    await this.running;
    this.running = null;
    this.remember();
    this.page.refresh();
  }

  async exchange(rows) {
    const sent = new Map(rows.map((row) => [row, { texts: row.texts, fields: row.changed }]));
    const cells = Object.fromEntries(rows.map((row) => [row.code, { version: row.version, ...row.texts }]));
    for (const row of rows) row.mark(this.isOffline ? "waiting" : "saving", row.changed);
    const slow = setTimeout(() => this.offline(), SLOW);
    try {
      const response = await this.patch({ person: Number(this.form.dataset.person), cells });
      if (response.status >= 500 || response.status === 429) throw new Error(response.status);
      clearTimeout(slow);
      this.online();
      await this.hear(response, sent);
    } catch {
      clearTimeout(slow);
      this.offline();
      this.failures += 1;
      this.soon(Math.min(LONGEST_WAIT, PAUSE * 2 ** (this.failures - 1)) * (0.8 + 0.4 * Math.random()));
    }
  }

  patch(content) {
    return fetch(this.form.dataset.cells, {
      method: "PATCH", body: JSON.stringify(content), redirect: "manual", credentials: "same-origin", keepalive: true,
      headers: { "Content-Type": "application/json", "X-CSRFToken": this.form.querySelector("[name=csrfmiddlewaretoken]").value },
      signal: AbortSignal.timeout(GIVE_UP),
    });
  }

  async hear(response, sent) {
    if (response.type === "opaqueredirect") return this.signInAgain(sent);
    if (response.status === 403) {
      const state = this.tokenIsNew ? "refused" : await refresh(this.form);
      this.tokenIsNew = state === "fresh";
      if (state === "ended") return this.signInAgain(sent);
      if (state === "fresh") return this.soon(0);
      return this.stop("Tài khoản này không được nhập báo cáo này, hoặc trình duyệt đang mở tài khoản khác. Số liệu vẫn còn trên màn hình.", sent);
    }
    if (!response.ok) {
      const { message } = await response.json().catch(() => ({}));
      return this.stop(message ?? "Báo cáo này không còn mở cho tài khoản này.", sent);
    }
    this.tokenIsNew = false;
    const { at, cells } = await response.json();
    for (const [row, { texts, fields }] of sent) this.settle(row, cells[row.code], texts, fields);
    if ([...sent.keys()].some((row) => !row.held && !row.conflict)) this.page.saved(at);
    if (this.ready(false).length) this.soon(PAUSE);
  }

  settle(row, answer, texts, fields) {
    if (answer.state === "saved") row.settle(answer, texts, fields, (input, text) => this.table.write([[input, text]]));
    else if (answer.state === "conflict") this.oppose(row, answer);
    else {
      row.held = JSON.stringify(texts);
      row.fail(answer.errors);
    }
  }

  // Someone was faster: which of the two figures stays is the person's choice, here and now.
  oppose(row, answer) {
    const end = () => {
      row.conflict = null;
      row.clear();
      row.version = answer.version;
      row.hidden.version.value = answer.version;
      row.hidden.seen.value = answer.seen;
      row.saved = { ...row.saved, ...answer.texts };
      for (const field of Object.keys(row.saved)) if (!row.inputs[field]) delete row.saved[field];
    };
    const keepMine = () => {
      end();
      this.table.changed(row);
      this.soon(0);
    };
    const takeTheirs = () => {
      end();
      row.filled = answer.filled;
      this.table.write(Object.entries(answer.texts).filter(([field]) => row.inputs[field]).map(([field, text]) => [row.inputs[field], text]));
      row.mark("saved");
      this.remember();
      this.page.refresh();
    };
    row.oppose(answer, keepMine, takeTheirs);
  }

  async signInAgain(sent) {
    for (const row of sent.keys()) row.mark("waiting", row.changed);
    this.isSigningIn = true;
    const isIn = await signIn(this.form, document.querySelector("[data-sign-in]"));
    this.isSigningIn = false;
    if (isIn) return this.soon(0);
    this.page.banner("Phiên làm việc đã hết. Số liệu vẫn giữ trên máy này, chưa được gửi.", ["Đăng nhập lại", () => this.soon(0)]);
  }

  stop(message, sent) {
    this.isStopped = true;
    for (const row of sent.keys()) row.mark("failed", row.changed);
    this.page.banner(message);
  }

  offline() {
    this.isOffline = true;
    for (const row of this.table.rows) if (row.dirty && !row.conflict && row.held === null) row.mark("waiting", row.changed);
    this.page.banner(OFFLINE, ["Gửi lại ngay", () => this.soon(0)]);
    this.page.refresh();
  }

  online() {
    this.failures = 0;
    if (this.isOffline) this.page.banner("");
    this.isOffline = false;
  }

  // What the server does not have yet, under this person's own key; nothing else is ever left on the machine.
  remember() {
    const rows = this.table.rows.filter((row) => row.dirty);
    try {
      if (!rows.length) return localStorage.removeItem(this.key);
      const kept = Object.fromEntries(rows.map((row) => [row.code, { version: row.version, texts: row.texts }]));
      localStorage.setItem(this.key, JSON.stringify(kept));
    } catch { /* a full or closed storage: the page itself still holds the texts */ }
  }

  restore() {
    let kept;
    try {
      kept = JSON.parse(localStorage.getItem(this.key) ?? "{}");
    } catch {
      return 0;
    }
    let count = 0;
    for (const row of this.table.rows) {
      const draft = kept[row.code];
      if (!draft || !row.writable) continue;
      row.version = draft.version; // older than the server's: the server will ask
      row.hidden.version.value = draft.version;
      row.put(draft.texts);
      count += row.changed.length;
      this.note(row);
    }
    return count;
  }
}
