using Alerting.Engine.Incidents;
using Alerting.Reports;
using CsCheck;
using Xunit;

namespace Alerting.Engine.Tests.Incidents;

/// <summary>Beside a list that is sorted anew after each change.</summary>
public sealed class RankedReportsTests
{
    private static readonly ReportSource s_source = new("wire-a");

    [Fact]
    public void Keeps_order_marks_and_the_earliest_time_through_arrivals_and_withdrawals() => Gen.Int[0, 999].Array[1, 300].Sample(
        numbers =>
        {
            var rows = new RowList<ReportRow>();
            var ranked = new RankedReports(rows);
            var present = new List<(int Row, ReportMarks Marks)>();
            foreach (var number in numbers)
            {
                var index = present.FindIndex(p => rows[p.Row].ReportId == $"{number % 100}");
                var marks = (ReportMarks)(number % 7 << 1);
                if (index < 0)
                {
                    var row = rows.Add();
                    rows[row] = new ReportRow
                    {
                        From = s_source,
                        ReportId = $"{number % 100}",
                        Grade = new Grade((byte)(number % 36)),
                        OccurredAt = number % 10
                    };
                    ranked.Add(row, marks);
                    present.Add((row, marks));
                }
                else if (number % 2 == 0)
                {
                    ranked.Mark(present[index].Row, marks);
                    present[index] = (present[index].Row, marks);
                }
                else
                {
                    ranked.Remove(present[index].Row);
                    present.RemoveAt(index);
                }

                present.Sort((x, y) => ReportRanking.Compare(rows[x.Row], rows[y.Row]));
                Assert.Equal(present.Count, ranked.Count);
                Assert.Equal(present.Select(static p => p.Row), Copy(ranked, ReportMarks.Any, int.MaxValue));
                Assert.Equal(present.Count == 0 ? long.MaxValue : present.Min(p => rows[p.Row].OccurredAt), ranked.Earliest);
                foreach (var mark in (ReportMarks[])[ReportMarks.Town, ReportMarks.Killed, ReportMarks.Wounded])
                {
                    var marked = present.Where(p => p.Marks.HasFlag(mark)).Select(static p => p.Row).ToList();
                    Assert.Equal(marked.Count == 0 ? -1 : marked[0], ranked.FirstWith(mark));
                    Assert.Equal(marked.Take(3), Copy(ranked, mark, 3));
                }
            }
        },
        iter: 300);

    [Fact]
    public void Refuses_to_remove_what_is_not_there()
    {
        var rows = new RowList<ReportRow>();
        var row = rows.Add();
        rows[row] = new ReportRow { From = s_source, ReportId = "r" };
        Assert.Throws<InvalidOperationException>(() => new RankedReports(rows).Remove(row));
    }

    private static List<int> Copy(RankedReports ranked, ReportMarks mark, int max)
    {
        var rows = new List<int>();
        ranked.CopyTo(rows, mark, max);
        return rows;
    }
}
