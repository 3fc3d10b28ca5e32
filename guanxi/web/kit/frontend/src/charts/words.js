// The few words that stand inside pictures.
const said = {
  actual: ["happened", "实际"],
  average: ["per customer", "客均"],
  customers: ["customers", "位客户"],
  customersAxis: ["Customers", "客户数"],
  expected: ["expected", "预测"],
  frequency: ["F: how often", "F 购买频率"],
  happened: ["Happened", "实际发生"],
  history: ["so far", "历史"],
  interval: ["90% interval", "90% 区间"],
  loyalty: ["Loyalty index", "忠诚度指数"],
  perfect: ["as predicted", "与预测一致"],
  predicted: ["Predicted", "预测"],
  recency: ["R: how recently", "R 购买新近"],
  shareOfCustomers: ["Customers, best first", "客户（由高到低累计）"],
  shareOfValue: ["Share of value", "累计价值占比"],
  today: ["business date", "业务日期"],
  total: ["in all", "合计"],
  value: ["Value index", "价值指数"],
};

export const wordsIn = (language) => {
  const at = language.toLowerCase().startsWith("zh") ? 1 : 0;
  return (name) => said[name][at];
};
