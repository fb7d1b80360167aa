// The form in a browser, first part: what a text means as a figure, what a formula comes to, how the result is
// written. The rules are those of typed_text.py and formula.py, and tests hold the two to the same results.

// The figure behind a text, or null. doubt: somebody else could read another one.
const readFigure = (text, language) => {
  const plain = text.replace(/[٠-٩۰-۹]/g, (digit) => digit.charCodeAt(0) & 15).replace(/\p{Cf}/gu, "");
  if (/\d[ \u00a0\u2009\u202f'’٬_](?=\d)(?!\d{3}(?!\d))/.test(plain)) return null; // a sign between no thousands
  const digits = plain
    .replace(/[ \u00a0\u2009\u202f'’٬_]/g, "")
    .replace(/٫/g, ".")
    .replace(/−/g, "-")
    .replace(/[%٪]+$/, "");
  if (!/^-?\d{1,15}([.,]\d+)*$/.test(digits)) return null;
  const signs = digits.replace(/[-\d]/g, "");
  const last = signs.slice(-1);
  const mixed = signs.includes(".") && signs.includes(",");
  if (mixed && signs.indexOf(last) < signs.length - 1) return null;
  if (!mixed && signs.length > 1 && !/^-?\d{1,3}([.,]\d{3})+$/.test(digits)) return null;
  const either = /^-?[1-9]\d{0,2}[.,]\d{3}$/.test(digits) && !text.includes("٫");
  const doubt = either && !(language === "en" && last === ".");
  const groups = signs.length > 1 ? signs[0] : doubt ? (language === "en" ? "," : ".") : "";
  return { doubt, value: Number(digits.split(groups).join("").replace(",", ".")) };
};

// 12345.6 with the language's signs for groups and decimals. Four digits are one group: 2030 may be a year.
const writeFigure = (value, signs) => {
  const [whole, part] = String(value).split(".");
  const grouped = Math.abs(value) < 10000 ? whole : whole.replace(/\B(?=(\d{3})+$)/g, signs[0]);
  return part ? grouped + signs[1] + part : grouped;
};

// A browser counts in binary, exactly to fifteen digits. What lies beyond those of the largest operand is noise, and is
// taken away after every step; so 1 - 1.005 is -0.005, as on paper.
const near = (value, size) => Number(value.toFixed(Math.min(100, Math.max(0, 14 - Math.floor(Math.log10(size || 1))))));
const plus = (left, right) => near(left + right, Math.max(Math.abs(left), Math.abs(right)));
const exact = (value) => near(value, Math.abs(value));

// Half up to two decimals.
const roundFigure = (value) => (Math.sign(value) * Math.round(exact(Math.abs(value) * 100))) / 100;

// A formula is a figure, the id of an answer, or a list: an operation and its operands. Nothing is ever run as code.
// null where an operand is missing or something is divided by zero; the sum of nothing is 0.
const workOut = (formula, valueOf, columnOf) => {
  if (typeof formula === "number") return formula;
  if (typeof formula === "string") return valueOf(formula);
  const [operation, ...operands] = formula;
  if (operation === "sum") return columnOf(...operands).reduce(plus, 0);
  if (operation === "count") return columnOf(...operands).length;
  const values = operands.map((operand) => workOut(operand, valueOf, columnOf));
  if (values.includes(null)) return null;
  const [left, right] = values;
  switch (operation) {
    case "min": return Math.min(...values);
    case "max": return Math.max(...values);
    case "+": return plus(left, right);
    case "-": return plus(left, -right);
    case "*": return exact(left * right);
    default: return right === 0 ? null : exact(left / right);
  }
};
