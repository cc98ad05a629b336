import { createMailer, readMails } from "../herd/mailer.ts";
import { serve } from "./serve.ts";

/** SMTP alone: sends mails that are already composed through nodemailer's pool. */
serve({
  async send({ file, smtpUrl }: { file: string; smtpUrl: string }): Promise<{ startedAt: number }> {
    const mails = readMails(file);
    const mailer = createMailer(smtpUrl);
    const startedAt = Date.now();
    await Promise.all(mails.map((mail) => mailer.send(mail)));
    mailer.close();
    return { startedAt };
  },
});
