using System.Security.Claims;
using Alerting.Grains.Hosting;
using Alerting.Grains.Silences;
using Alerting.Grains.Thresholds;
using Alerting.Notifications.Silences;
using Alerting.Reports;
using Alerting.Server.Access;
using Alerting.Server.Http;
using Alerting.Silences;

namespace Alerting.Server.Silences;

/// <summary>What a caller may make of silences: a desk only those that end within a day, an operator all.</summary>
internal sealed class SilenceAccess(RegionAccess access, ThresholdCache thresholds, IGrainFactory grains, TimeProvider clock)
{
    /// <summary>What is said where no more can be kept.</summary>
    public const string Full = $"There are as many silences as there may be ({LimitOptions.Section}:{nameof(LimitOptions.Silences)}).";

    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    public ISilenceCatalogGrain Catalog => grains.GetGrain<ISilenceCatalogGrain>(ISilenceCatalogGrain.Key);

    /// <summary>The regions of a caller.</summary>
    public RegionLimits LimitsOf(ClaimsPrincipal user) => access.Of(user);

    /// <summary>Refuses a caller who may silence for a day only, where this is about more.</summary>
    /// <param name="silence">What is to be made, or is there.</param>
    /// <param name="path">JSON path of the body; null where it is about what is there.</param>
    /// <exception cref="RefusedException">403.</exception>
    public void CheckLength(ClaimsPrincipal user, Silence silence, string? path)
    {
        if (Subject.Of(user) is { } subject && (subject.Roles & (RoleSet.Operator | RoleSet.Admin)) != 0)
        {
            return;
        }

        if (silence.Schedule is not null)
        {
            throw Refuse("Only an operator makes or changes a silence that holds again and again.", At(path, ".schedule"));
        }

        if (silence.EndsAt > clock.GetUtcNow() + s_day)
        {
            throw Refuse("Only an operator makes or changes a silence that ends in more than 24 h.", At(path, ".endsAt"));
        }
    }

    /// <inheritdoc cref="ThresholdCache.ReadIdsAsync"/>
    public Task<IReadOnlyCollection<string>> ThresholdsAsync(CancellationToken cancellationToken) =>
        thresholds.ReadIdsAsync(cancellationToken);

    /// <summary>A silence as users see it now.</summary>
    /// <param name="version">No deletion.</param>
    public SilenceView View(SilenceVersion version)
    {
        var silence = version.Definition!;
        var (status, changesAt) = silence.StatusAt(clock.GetUtcNow().UtcTicks);
        return new SilenceView
        {
            Id = version.Id,
            Comment = silence.Comment,
            Regions = silence.Regions,
            Thresholds = silence.Thresholds,
            MaxSeverity = silence.MaxSeverity,
            StartsAt = silence.StartsAt,
            EndsAt = silence.EndsAt,
            Schedule = silence.Schedule,
            CreatedBy = silence.CreatedBy,
            CreatedAt = silence.CreatedAt,
            Status = status,
            NextChangeAt = changesAt is { } at ? Instants.FromTicks(at) : null,
        };
    }

    private static string? At(string? path, string member) => path is null ? null : path + member;

    private static RefusedException Refuse(string detail, string? path) =>
        new(new Fault(FaultTypes.Forbidden, detail, path), StatusCodes.Status403Forbidden);
}
