#include <pango/pangocairo.h>
#include <pango/pangofc-font.h>
#include <cairo-ft.h>
#include <cairo-pdf.h>
