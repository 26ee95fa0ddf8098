namespace Alerting.Benchmarks;

/// <summary>One way of doing the work that is compared.</summary>
/// <param name="MeasureAsync">One round: how much it did a second.</param>
internal sealed record Contender(string Name, Func<CancellationToken, Task<double>> MeasureAsync)
{
    public static Contender Of(string name, Func<double> measure) => new(name, _ => Task.FromResult(measure()));
}

/// <param name="Rate">Median of the rounds.</param>
internal sealed record Measured(string Name, double Rate, double Least, double Most);

/// <summary>
/// Contenders take turns, so that what else the machine does meets all of them, and each round begins with another
/// one. A first round warms up and is not counted.
/// </summary>
internal static class Rounds
{
    public static async Task<IReadOnlyList<Measured>> MeasureAsync(
        IReadOnlyList<Contender> contenders, Arguments arguments, CancellationToken cancellationToken)
    {
        var rates = contenders.Select(static _ => new List<double>()).ToArray();
        for (var round = 0; round <= arguments.Rounds; round++)
        {
            for (var i = 0; i < contenders.Count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var which = (round + i) % contenders.Count;
                var rate = await contenders[which].MeasureAsync(cancellationToken);
                if (round > 0)
                {
                    rates[which].Add(rate);
                }
            }
        }

        return [.. contenders.Select((contender, i) => new Measured(contender.Name, Median(rates[i]), rates[i].Min(), rates[i].Max()))];
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>Prints the rates and how many times the first one's each is.</summary>
    public static void Print(string title, string unit, IReadOnlyList<Measured> measured)
    {
        var table = new Table(title, "", unit, "least .. most", "to the first");
        foreach (var one in measured)
        {
            table.Add(
                one.Name, Table.Count(one.Rate), $"{Table.Count(one.Least)} .. {Table.Count(one.Most)}",
                Table.Ratio(one.Rate / measured[0].Rate));
        }

        table.Print();
    }
}
