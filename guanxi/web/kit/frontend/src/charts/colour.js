// Arithmetic of colours written as #rgb or #rrggbb.
function channels(colour) {
  const long = colour.length === 4 ? `#${[...colour.slice(1)].map((digit) => digit + digit).join("")}` : colour;
  return [1, 3, 5].map((at) => parseInt(long.slice(at, at + 2), 16));
}

// The colour that lies `share` of the way between two.
export function mix(from, to, share) {
  const [a, b] = [channels(from), channels(to)];
  return `#${a.map((value, at) => Math.round(value + (b[at] - value) * share).toString(16).padStart(2, "0")).join("")}`;
}

// Ink for text on this colour, dark or light, whichever contrasts more.
export function readableOn(colour) {
  const [r, g, b] = channels(colour).map((channel) => {
    const c = channel / 255;
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.19 ? "#14112b" : "#ffffff";
}
