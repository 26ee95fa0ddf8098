using Alerting.Engine.Incidents;
using CsCheck;
using Xunit;

namespace Alerting.Engine.Tests.Incidents;

public sealed class RowIndexTests
{
    /// <summary>Few hashes, so that they meet, and rows come and go among each other.</summary>
    [Fact]
    public void Finds_what_was_added_and_not_removed() => Gen.Select(Gen.Int[0, 40], Gen.Bool).Array[0, 400].Sample(steps =>
    {
        var index = new RowIndex();
        var rows = new HashSet<int>();
        foreach (var (row, adds) in steps)
        {
            if (adds && rows.Add(row))
            {
                index.Add(HashOf(row), row);
            }
            else if (!adds && rows.Remove(row))
            {
                index.Remove(HashOf(row), row);
            }
        }

        return index.Count == rows.Count
            && Enumerable.Range(0, 41).All(row => index.Find(HashOf(row), new Match(row)) == (rows.Contains(row) ? row : -1));
    });

    private static uint HashOf(int row) => (uint)(row % 7) * 0x24924924;

    private readonly struct Match(int row) : IRowMatch
    {
        public bool Matches(int candidate) => candidate == row;
    }
}
