/** Numbers of built-in formats that show dates or times, including Chinese ones (ECMA-376 part 1, section 18.8.30). */
const builtIn = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** Whether a format shows a number as a date or time. Quoted, bracketed and escaped parts are ignored. */
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

/** A spreadsheet's serial number as YYYY-MM-DD, with HH:MM unless it is midnight. */
export function serialWords(serial: number, epoch1904: boolean): string {
  // The 1900 system counts a nonexistent 29 February 1900; days from 1 March on therefore count from 30 December 1899.
  const epoch = epoch1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, serial < 60 ? 31 : 30);
  const at = new Date(epoch + Math.round((serial * dayMs) / minuteMs) * minuteMs);
  if (Number.isNaN(at.getTime()) || serial < 0 || serial > 2_958_466) return String(serial);
  const [day = "", time = ""] = at.toISOString().split("T");
  return time.startsWith("00:00") ? day : `${day} ${time.slice(0, 5)}`;
}
