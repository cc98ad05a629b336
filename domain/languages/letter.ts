export interface Letter {
  subject: string;
  greeting: string;
  sender: string;
}
