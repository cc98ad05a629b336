export interface MailHeading {
  subject: string;
  greeting: string;
  sender: string;
  /** Page that says of each thing told why it was sent to this reader; absent: the message has no link. */
  whyLink?: string;
}
