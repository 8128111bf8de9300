import './library.ts';
