using System.Globalization;

namespace Alerting.Storage.CrashWriter;

/// <summary>A batch that the store said is stored.</summary>
public sealed record Acknowledgement(string Log, long Sequence, Guid BatchId)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Log} {Sequence} {BatchId:N}.");

    /// <summary>Null for a line that the writer did not live to finish.</summary>
    public static Acknowledgement? Parse(string line)
    {
        var parts = line.Split(' ');
        return parts.Length == 3 && line.EndsWith('.')
            ? new Acknowledgement(parts[0], long.Parse(parts[1], CultureInfo.InvariantCulture), Guid.ParseExact(parts[2][..^1], "N"))
            : null;
    }
}
