// The same data as server/Data.cs.
const range = (n, make) => Array.from({ length: n }, (_, i) => make(i));

export const items = range(20, (i) => ({
  id: i, name: `Item ${i}`, description: `The description of item ${i}, which is of some length`, price: i * 1.25, quantity: i * 3,
  isActive: i % 2 === 0, category: `category ${i % 4}`, color: i % 5 === 0 ? null : 'blue', weight: i % 3 === 0 ? null : i / 2, rank: 1000 + i,
}));
export const users = range(100, (i) => ({ id: i, name: `User ${i}` }));
export const postsByUser = range(100, (u) => range(5, (p) => ({ id: u * 5 + p, title: `Post ${p} of user ${u}`, authorId: (u + p) % 100 })));
