/** Ids are quoted only in a form that the service is known to use. */
const ID_FORM = /^[\w-]{1,64}$/;
export const idText = (webhookId: string): string => (ID_FORM.test(webhookId) ? webhookId : "(id not shown)");
