using Alerting.Engine.Regions;
using Microsoft.Extensions.Options;

namespace Alerting.Server.Hosting;

/// <summary>Refuses at start what would publish too much, or nothing.</summary>
internal sealed class MetricsOptionsValidator(RegionCatalog catalog) : IValidateOptions<MetricsOptions>
{
    public ValidateOptionsResult Validate(string? name, MetricsOptions options)
    {
        var faults = new List<string>();
        if (options.Regions.Count > MetricsOptions.MaxRegions)
        {
            faults.Add(
                $"{MetricsOptions.Section}:Regions names {options.Regions.Count} regions; at most {MetricsOptions.MaxRegions} may be.");
        }

        faults.AddRange(options.Regions.Where(code => !catalog.TryGet(code, out _))
            .Select(static code => $"{MetricsOptions.Section}:Regions: there is no region '{code}'."));
        faults.AddRange(options.Regions.GroupBy(static code => code, StringComparer.Ordinal).Where(static same => same.Count() > 1)
            .Select(static same => $"{MetricsOptions.Section}:Regions names '{same.Key}' twice."));
        if (options.Subscriptions is < 0 or > MetricsOptions.MaxSubscriptions)
        {
            faults.Add($"{MetricsOptions.Section}:Subscriptions must be between 0 and {MetricsOptions.MaxSubscriptions}.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
