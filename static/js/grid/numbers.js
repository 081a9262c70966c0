// Vietnamese numbers as portal.vietnamese.numbers.read_decimal reads them; the server's reading is the one that counts.
// A reading is {value} with the number as canonical text ("-12411.986"), {code, message}, {choices} for 1.241 where
// decimals are declared, or {} where only the server can tell (a unit of measure that is spelled in another way).

const DASHES = /[\u2010-\u2015\u2212\ufe63]/g;
const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]/g;
const BLANKS = /[\s\u001c-\u001f\u0085]+/g; // what Python splits at, too
const MIXED = /(?<![\p{L}\p{N}])(?=[0-9OoОоlI|.,]*[0-9])(?=[0-9.,]*[OoОоlI|])(?=([0-9OoОоlI|.,]+))\1(?![\p{L}\p{Nl}\p{No}])/u;
const FIGURE = "[-+]?\\s?[0-9]+(?:[.,][0-9]+|\\s[0-9]{3}(?![0-9]))*";
const ALONE = new RegExp(`^(\\(\\s*)?(${FIGURE})\\s*([^\\s()0-9.,][^()]*?)?\\s*(\\))?$`);
const EXCEL = /^(?:#(?:[A-Z][A-Z0-9/_]*[!?]?|#+)|(?:Err|Lỗi):\s?[0-9]+)$/i;
const SCIENTIFIC = /^[-+]?[0-9][0-9.,]*[eE][-+]?[0-9]+$/;
const DOTTED = /^[1-9][0-9]{0,2}(?:\.[0-9]{3})+$/;
const COMMAED = /^[1-9][0-9]{0,2}(?:,[0-9]{3})+$/;
const SPACED = /^[1-9][0-9]{0,2}(?: [0-9]{3})+(?:[.,][0-9]+)?$/;

export const plain = (text) => text.normalize("NFC")
  .replace(/[\uff01-\uff5e]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0))
  .replace(DASHES, "-").replace(INVISIBLE, "").replace(BLANKS, " ").trim();

const bad = (text, message = "") => ({
  code: "bad_number",
  message: message || `Không đọc được “${text}” thành một con số. Hãy gõ số theo kiểu Việt Nam, ví dụ 84.053 hoặc 12.411,986.`,
});

const refused = (text) => {
  const alike = MIXED.exec(text)?.[0];
  const letter = alike && [...alike].find((one) => "OoОоlI|".includes(one));
  if (letter) {
    return bad(text, `Trong “${text}” có chữ cái “${letter}” lẫn giữa các chữ số; có phải là số ${"lI|".includes(letter) ? 1 : 0}? Hãy gõ lại bằng chữ số.`);
  }
  return bad(text, SCIENTIFIC.test(text) ? `“${text}” là cách viết số mũ của Excel. Hãy gõ đủ các chữ số.` : "");
};

// "0012.50" → "12.5": one spelling for one number.
export const canonical = (text) => {
  const negative = text.startsWith("-");
  let [whole, fraction = ""] = text.replace("-", "").split(".");
  whole = whole.replace(/^0+(?=\d)/, "");
  fraction = fraction.replace(/0+$/, "");
  const number = fraction ? `${whole}.${fraction}` : whole;
  return negative && /[1-9]/.test(number) ? `-${number}` : number;
};

const separators = (body, spaced) => {
  const commas = body.split(",").length - 1;
  const dots = body.split(".").length - 1;
  if (commas && dots) {
    const english = body.lastIndexOf(".") > body.lastIndexOf(",");
    const at = body.lastIndexOf(english ? "." : ",");
    if (!(english ? COMMAED : DOTTED).test(body.slice(0, at))) return null;
    return { value: `${body.slice(0, at).replace(/[.,]/g, "")}.${body.slice(at + 1)}`, english };
  }
  if (commas + dots === 0) return { value: body };
  if (commas + dots > 1) {
    if (!(commas ? COMMAED : DOTTED).test(body)) return null;
    return { value: body.replace(/[.,]/g, ""), english: commas > 0 };
  }
  if (commas) {
    const value = body.replace(",", ".");
    return spaced || !COMMAED.test(body) ? { value } : { value, comma: body.replace(",", "") };
  }
  const [whole, fraction] = body.split(".");
  if (spaced || fraction.length !== 3 || whole.length > 3 || whole === "0") return { value: body, english: true };
  if (whole.startsWith("0")) return null;
  return { value: whole + fraction, dotted: body };
};

const unitFits = (written, unit) => {
  if (!written || (written === "%" && (unit === "" || unit.startsWith("%")))) return true;
  return written.toLowerCase() === unit.toLowerCase() && unit !== "";
};

export const read = (text, decimals = 0, unit = "") => {
  const tidy = plain(text).replace(/^'/, "");
  if (!tidy) return { code: "empty", message: "" };
  if (EXCEL.test(tidy)) {
    return { code: "excel_error", message: `Ô chứa lỗi công thức Excel “${tidy}”. Hãy sửa công thức trong tệp gốc rồi nhập lại.` };
  }
  const found = [...tidy].length <= 80 && !MIXED.test(tidy) && !SCIENTIFIC.test(tidy) ? ALONE.exec(tidy) : null;
  if (!found || Boolean(found[1]) !== Boolean(found[4])) return refused(tidy);
  if (!unitFits(found[3], unit)) {
    return /^[\p{L}\p{M}%‰]/u.test(found[3]) ? {} : refused(tidy);
  }
  const token = found[2].trim();
  const body = token.replace(/^[+-]+/, "").trim();
  const spaced = body.includes(" ");
  if ((found[1] && body !== token) || (spaced && !SPACED.test(body))) return bad(token);
  const number = separators(body.replaceAll(" ", ""), spaced);
  if (!number) return bad(token);
  const sign = found[1] || token.startsWith("-") ? "-" : "";
  if (number.dotted && decimals > 0) return { code: "ambiguous", choices: [canonical(sign + number.value), canonical(sign + number.dotted)] };
  const value = canonical(sign + number.value);
  const [whole, fraction = ""] = value.replace("-", "").split(".");
  if (whole.replace(/^0+/, "").length > 11 || fraction.length > 4) {
    return { code: "too_many_digits", message: `“${tidy}” có quá nhiều chữ số: tối đa 11 chữ số phần nguyên và 4 chữ số thập phân. Hãy kiểm tra đơn vị tính hoặc làm tròn.` };
  }
  return { value, english: number.english, thousands: number.comma && canonical(sign + number.comma) };
};

// "12411.986" → "12.411,986"; without dots where they would make a question of it (1241 and not 1.241).
export const write = (value, decimals = 0) => {
  const [whole, fraction] = value.replace("-", "").split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ".");
  const asks = decimals > 0 && !fraction && grouped.split(".").length === 2;
  return (value.startsWith("-") ? "−" : "") + (asks ? whole : grouped) + (fraction ? `,${fraction}` : "");
};

// numerator/denominator (×100) with so many places, a half away from zero; "" where it cannot be computed.
export const ratio = (numerator, denominator, places, percent) => {
  const scaled = (text) => BigInt(text.replace(".", "") + "0".repeat(4 - (text.split(".")[1] ?? "").length));
  const [above, below] = [scaled(numerator) * (percent ? 100n : 1n) * 10n ** BigInt(places), scaled(denominator)];
  if (below === 0n) return "";
  const size = (one) => (one < 0n ? -one : one);
  const rounded = String((2n * size(above) + size(below)) / (2n * size(below))).padStart(places + 1, "0");
  const text = places ? `${rounded.slice(0, -places)}.${rounded.slice(-places)}` : rounded;
  return (above < 0n) !== (below < 0n) && /[1-9]/.test(text) ? `-${text}` : text;
};
