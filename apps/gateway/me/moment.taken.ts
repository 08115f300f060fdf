/** When a save was taken, for the users service to order saves by: ask before anything is waited for. ISO 8601. */
export const momentTaken = (): string => new Date().toISOString();
