import '../core/ports.ts';
