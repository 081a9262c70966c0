// Keys as in a spreadsheet. While an input method composes (Telex, VNI) nothing is intercepted, Backspace never.

const edge = (input, forward) => {
  if (input.tagName === "SELECT") return true;
  const { selectionStart: from, selectionEnd: to, value } = input;
  const all = from === 0 && to === value.length;
  return all || (from === to && from === (forward ? value.length : 0));
};

export const attachKeys = (table, { save, submit, help, keep }) => {
  let run = null; // the column where a run of Tab began
  let column = null; // the column one walks up and down in, also across rows that lack it
  let opened = null; // a list of choices that is open keeps its arrows
  let byKey = false;

  const down = (place, by) => {
    const field = run ?? column ?? place.field;
    run = null;
    column = field;
    table.step(place, by, field);
  };

  const withControl = (event, place) => {
    const acts = {
      s: save,
      enter: submit,
      z: place && !event.shiftKey && (() => table.undo()),
      d: place && (() => {
        const above = table.above(place);
        if (above) table.write([[place.input, above.value]]);
      }),
    };
    const act = acts[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  };

  const acts = {
    Enter: (place, event) => down(place, event.shiftKey ? -1 : 1),
    ArrowUp: (place) => down(place, -1),
    ArrowDown: (place) => down(place, 1),
    ArrowLeft: (place) => { column = run = null; table.beside(place, -1); },
    ArrowRight: (place) => { column = run = null; table.beside(place, 1); },
    F2: ({ input }) => {
      if (input.tagName === "SELECT") {
        opened = input;
        input.showPicker?.();
      } else input.setSelectionRange(input.value.length, input.value.length);
    },
    F8: ({ row }) => keep(row),
    Escape: ({ row, field, input }) => { if (input.value !== row.saved[field]) table.write([[input, row.saved[field]]]); },
    Delete: ({ input }) => { if (input.value) table.write([[input, ""]]); },
  };

  const wanted = (event, { input }) => {
    if (event.altKey) {
      if (input.tagName === "SELECT" && event.key === "ArrowDown") opened = input;
      return false;
    }
    if (opened === input) return false;
    const { key, shiftKey } = event;
    if (key === "ArrowLeft" || key === "ArrowRight") return !shiftKey && edge(input, key === "ArrowRight");
    if (key === "ArrowUp" || key === "ArrowDown") return !shiftKey;
    // With the caret in the text Delete takes one character, as everywhere.
    if (key === "Delete") return input.tagName === "SELECT" || (input.selectionStart === 0 && input.selectionEnd === input.value.length);
    return key in acts;
  };

  table.form.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
    byKey = true;
    const place = table.place(event.target);
    if (event.ctrlKey || event.metaKey) return withControl(event, place);
    if (event.key === "?" && !event.target.matches("input, select, textarea")) return help();
    if (!place) return;
    if (event.key === "Tab") {
      run ??= place.field;
      column = null;
    } else if (event.key === " " && place.input.tagName === "SELECT") opened = place.input;
    else if (wanted(event, place)) {
      event.preventDefault();
      acts[event.key](place, event);
    }
  });
  table.form.addEventListener("pointerdown", (event) => {
    byKey = false;
    run = column = null;
    opened = event.target.tagName === "SELECT" ? event.target : null;
  });
  for (const kind of ["change", "focusout"]) table.form.addEventListener(kind, () => { opened = null; });
  table.form.addEventListener("focusin", ({ target }) => { if (byKey && table.place(target)) target.select?.(); });
};
