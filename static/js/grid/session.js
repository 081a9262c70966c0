// Signing in again without leaving the page: the form of the sign-in page, sent from a dialog.

const parsed = async (response) => new DOMParser().parseFromString(await response.text(), "text/html");
const tokenOf = (page) => page.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
const get = (address) => fetch(address, { redirect: "manual", cache: "no-store", credentials: "same-origin" });

// Takes a new token of the same page over; "ended" when one must sign in, "other" when someone else has.
export const refresh = async (form) => {
  const response = await get(location.pathname);
  if (response.type === "opaqueredirect") return "ended";
  if (!response.ok) return "refused";
  const page = await parsed(response);
  const token = tokenOf(page);
  if (page.querySelector("form.grid")?.dataset.person !== form.dataset.person) return page.querySelector("form.grid") ? "other" : "refused";
  for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = token;
  return "fresh";
};

const send = async (form, fields) => {
  const page = await get(form.dataset.signInAt);
  if (page.type === "opaqueredirect") return ""; // someone signed in elsewhere in this browser
  const body = new URLSearchParams({ ...fields, csrfmiddlewaretoken: tokenOf(await parsed(page)) });
  const response = await fetch(form.dataset.signInAt, { method: "POST", body, redirect: "manual", credentials: "same-origin" });
  if (response.type === "opaqueredirect") return "";
  const answer = await parsed(response);
  return (answer.querySelector(".errors li, .errorlist li") ?? answer.querySelector("main"))?.textContent.trim() || "Chưa đăng nhập được.";
};

const WORDS = {
  other: "Đã đăng nhập bằng tài khoản khác. Số liệu trên trang này chưa được gửi; hãy đăng nhập bằng tài khoản đã mở trang.",
  ended: "Đã đăng nhập nhưng chưa mở lại được trang này. Hãy mở trang đăng nhập ở thẻ khác rồi thử lại.",
  refused: "Tài khoản này không còn được nhập báo cáo này.",
};

// Resolves to whether the person is in again; the dialog stays open until then or until it is put off.
export const signIn = (form, dialog) => new Promise((resolve) => {
  const inner = dialog.querySelector("form");
  const failure = dialog.querySelector("[data-failure]");
  const done = (isIn) => {
    inner.onsubmit = dialog.onclose = null;
    inner.password.value = "";
    failure.textContent = "";
    if (dialog.open) dialog.close();
    resolve(isIn);
  };
  inner.onsubmit = async (event) => {
    event.preventDefault();
    failure.textContent = "";
    try {
      const wrong = await send(form, { username: inner.username.value, password: inner.password.value });
      const state = wrong || (await refresh(form));
      if (state === "fresh") return done(true);
      failure.textContent = WORDS[state] ?? state;
    } catch {
      failure.textContent = "Mất mạng. Thử lại khi có mạng.";
    }
    inner.password.select();
  };
  dialog.querySelector("[data-later]").onclick = () => done(false);
  dialog.onclose = () => done(false);
  dialog.showModal();
  inner.password.focus();
});
