// The same writing of values as guanxi/formats.py, for what is said inside a picture; held to it by a test.
const symbols = { USD: "$", CNY: "¥", EUR: "€", GBP: "£" };
const steps = { en: [[1e9, " B"], [1e6, " M"]], zh: [[1e8, " 亿"], [1e4, " 万"]] };
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const isChinese = (language) => language.toLowerCase().startsWith("zh");
const unknown = (value) => value === null || value === undefined || Number.isNaN(value);

export function plain(value, digits) {
  const text = Math.abs(value).toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return (value < 0 && /[1-9]/.test(text) ? "−" : "") + text;
}

function short(value, language, fine = 0) {
  for (const [size, name] of steps[isChinese(language) ? "zh" : "en"])
    if (Math.abs(value) >= size) return plain(value / size, (Math.abs(value / size) >= 100 ? 0 : 1) + fine) + name;
  return null;
}

export function number(value, language) {
  if (unknown(value)) return "—";
  return short(value, language) ?? plain(value, Number.isInteger(value) || Math.abs(value) >= 1e4 ? 0 : 1);
}

// `fine`: decimals more than usual, where neighbours would otherwise read the same (an axis, two totals).
export function money(value, currency, language, fine = 0) {
  if (unknown(value)) return "—";
  const figures = short(Math.abs(value), language, fine) ?? plain(Math.abs(value), value !== 0 && Math.abs(value) < 100 ? 2 : 0);
  const sign = value < 0 && /[1-9]/.test(figures) ? "−" : "";
  return sign + (currency ? (symbols[currency] ?? `${currency} `) : "") + figures;
}

export function percent(value) {
  if (unknown(value)) return "—";
  const hundred = value * 100;
  if (hundred > 0 && hundred < 0.1) return "<0.1%";
  if (hundred > 99.9 && hundred < 100) return ">99.9%";
  return plain(hundred, Math.abs(hundred) >= 10 && hundred < 99 ? 0 : 1).replace(/\.0$/, "") + "%";
}

export function day(iso, language) {
  const [year, month, date] = iso.split("-").map(Number);
  return isChinese(language) ? `${year}年${month}月${date}日` : `${date} ${months[month - 1]} ${year}`;
}

export function byUnit(value, unit, language, currency, fine = 0) {
  if (unknown(value)) return "—";
  if (unit === "money") return money(value, currency, language, fine);
  if (unit === "share" || unit === "probability") return percent(value);
  if (unit === "index" || unit === "score") return plain(value, 0);
  if (unit === "days") return isChinese(language) ? `${plain(value, 0)} 天` : `${plain(value, 0)} ${Math.abs(value) === 1 ? "day" : "days"}`;
  return number(value, language);
}
