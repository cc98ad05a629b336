import type { Note } from "../message.ts";

/** Words of a direct message. */
export interface NoteWords {
  subject(note: Note): string;
  badge: string;
  /** The large text of a message without a number or name. */
  figure?: string;
  lead: string | ((note: Note) => string);
  /** What its reader should know about it. */
  warning: string;
  /** For an absence: headings of its lists, text of an empty list, and the number of further entries. */
  done?: string;
  waits?: string;
  none?: string;
  more?(n: number): string;
  /** Text of its button; absent: it has no link. */
  button?: string;
  /** For a recurring mail: text of the link that ends it. */
  end?: string;
}

/** A direct message as displayed: one large figure, its meaning, and at most one button. */
export interface RenderedNote extends Pick<NoteWords, "badge" | "warning" | "button"> {
  lead: string;
  /** Lists with headings. */
  lists: readonly { heading: string; lines: readonly string[] }[];
  /** The code, or the number of the receipt. */
  figure: string;
  link?: string;
  end?: { words: string; link: string };
}
