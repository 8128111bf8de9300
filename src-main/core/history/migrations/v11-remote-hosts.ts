/** Schema 11: the hosts that the user lets read a conversation, because models there answer in it. */
export const v11RemoteHosts = `
ALTER TABLE conversations ADD COLUMN remote_hosts TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(remote_hosts));
`;
