/** What bullets begin with in any format, as characters of a class; text from a PDF may hold those of a symbol font. */
export const bulletSigns = '\\-*+•●○■□◆‣▪◦➢➤–·▸►❖⁃∙✓✔→\\uf0a7\\uf0b7'
