// A button that shows what was typed as a password, and a warning when Caps Lock or a Vietnamese keyboard changes it.

const warn = (hint, text) => {
  if (hint.textContent !== text) hint.textContent = text;
};

for (const input of document.querySelectorAll("input[type=password]")) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button quiet", textContent: "Hiện" });
  const hint = Object.assign(document.createElement("p"), { className: "caps" });
  const row = Object.assign(document.createElement("div"), { className: "password" });
  const label = input.labels[0]?.textContent.trim() ?? "mật khẩu";
  hint.setAttribute("role", "status");
  button.setAttribute("aria-controls", input.id);
  button.setAttribute("aria-label", `Hiện: ${label}`);
  const hadFocus = document.activeElement === input;
  input.replaceWith(row);
  row.append(input, button);
  row.after(hint);
  if (hadFocus) input.focus();

  button.addEventListener("click", () => {
    const shown = input.type === "password";
    input.type = shown ? "text" : "password";
    button.textContent = shown ? "Ẩn" : "Hiện";
    button.setAttribute("aria-label", `${button.textContent}: ${label}`);
    input.focus();
  });
  for (const kind of ["keydown", "keyup"]) {
    input.addEventListener(kind, (event) => {
      const caps = event.getModifierState?.("CapsLock");
      const accented = /[^\u0000-\u007f]/.test(input.value);
      warn(hint, caps ? "Phím Caps Lock đang bật." : accented ? "Mật khẩu có chữ có dấu: kiểm tra bộ gõ tiếng Việt." : "");
    });
  }
  // A browser must not remember a shown password as an ordinary text.
  input.form?.addEventListener("submit", () => { input.type = "password"; });
}
