using Alerting.Engine.Windows;
using CsCheck;
using Xunit;

namespace Alerting.Engine.Tests.Windows;

public sealed class RowSetTests
{
    [Fact]
    public void Holds_what_a_set_would() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 300]).List[1, 200].Sample(steps =>
        {
            var (sets, models) = (new[] { new RowSet(), new RowSet() }, new[] { new SortedSet<int>(), new SortedSet<int>() });
            foreach (var (kind, row) in steps)
            {
                var which = row % 2;
                switch (kind)
                {
                    case 0 or 1:
                        sets[which].Add(row);
                        models[which].Add(row);
                        break;
                    case 2:
                        Assert.Equal(models[which].Remove(row), sets[which].Remove(row));
                        break;
                    default:
                        sets[which].UnionWith(sets[1 - which]);
                        models[which].UnionWith(models[1 - which]);
                        sets[1 - which].Clear();
                        models[1 - which].Clear();
                        break;
                }

                Assert.Equal(models[which], sets[which].Rows);
            }
        });
}
