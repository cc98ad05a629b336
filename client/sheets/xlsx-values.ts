/** Formats of numbers that every spreadsheet has by number and that show days or times, those of Chinese ones included. */
const builtIn = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** Whether a format shows a number as a day or a time. What stands in quotes or brackets, or behind a backslash, says nothing of it. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return builtIn(id);
  const bare = code
    .slice(0, 255)
    .replace(/"[^"]*"|\\./g, "")
    .replace(/\[(?![hms]+\])[^\]]*\]/gi, "");
  return /[ymdhs年月日]/i.test(bare.replace(/general/gi, "")) && !/[#0?]/.test(bare.replace(/\.0+|s\.?0+/gi, ""));
}

const dayMs = 86_400_000;
const minuteMs = 60_000;

/** A day's number as a spreadsheet counts it, as YYYY-MM-DD, with HH:MM where it is not midnight. */
export function serialWords(serial: number, epoch1904: boolean): string {
  // 1900 counts a 29 February that never was, so that days from 1 March on are counted from 30 December 1899.
  const epoch = epoch1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, serial < 60 ? 31 : 30);
  const at = new Date(epoch + Math.round((serial * dayMs) / minuteMs) * minuteMs);
  if (Number.isNaN(at.getTime()) || serial < 0 || serial > 2_958_466) return String(serial);
  const [day = "", time = ""] = at.toISOString().split("T");
  return time.startsWith("00:00") ? day : `${day} ${time.slice(0, 5)}`;
}
