export interface MailHeading {
  subject: string;
  greeting: string;
  sender: string;
}
