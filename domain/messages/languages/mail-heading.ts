export interface MailHeading {
  subject: string;
  greeting: string;
  sender: string;
  /** Link to the page that explains why each part was sent to this reader; absent: the message has no link. */
  whyLink?: string;
}
