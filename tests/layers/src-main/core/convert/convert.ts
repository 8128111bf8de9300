import '../models/library.ts';
