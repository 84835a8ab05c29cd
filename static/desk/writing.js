// Aids to writing: placeholders, quotation marks, pasted text, keys.
