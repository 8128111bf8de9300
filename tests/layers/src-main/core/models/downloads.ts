import { request } from 'node:https';

export const download = request;
