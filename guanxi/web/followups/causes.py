"""The causes a new installation starts with; from then on the list is the firm's own."""

from __future__ import annotations

# key, English, Chinese; the order is the order of the list
STARTING_CAUSES = (
    ("price", "Price", "价格偏高"),
    ("found_better", "Found a better offer", "选了别家"),
    ("inconvenient", "Inconvenient to buy", "购买不方便"),
    ("service_failure", "A service failure", "服务出了问题"),
    ("product", "The product did not fit", "产品不合用"),
    ("receivables", "Invoices or credit", "账款或账期问题"),
    ("seasonal", "Seasonal, will come back", "季节性停购"),
    ("stocked_up", "Still has stock", "库存未用完"),
    ("stopped_business", "Stopped or changed business", "停业或转行"),
    ("no_reason", "No reason given", "没说原因"),
    ("other", "Something else", "其他"),
)
