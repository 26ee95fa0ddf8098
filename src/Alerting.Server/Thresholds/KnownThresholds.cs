using Alerting.Grains.Thresholds;
using Alerting.Reports;
using Alerting.Server.Http;

namespace Alerting.Server.Thresholds;

/// <summary>Thresholds that a body names.</summary>
internal static class KnownThresholds
{
    /// <summary>What is named, each of which exists; null: none.</summary>
    /// <param name="ids">In the body.</param>
    /// <param name="existing">Ids of the existing ones.</param>
    /// <param name="path">JSON path of the list.</param>
    /// <exception cref="RefusedException">There is no such threshold.</exception>
    public static IReadOnlyList<string> Check(IReadOnlyList<string>? ids, IReadOnlyCollection<string> existing, string path) =>
        ThresholdNames.FindUnknown(ids ?? [], existing) is var (index, said)
            ? throw new RefusedException(new Fault(FaultTypes.UnknownThreshold, $"{said}.", JsonPath.Item(path, index)))
            : ids ?? [];
}
