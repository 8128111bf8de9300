import './cycle.ts';
