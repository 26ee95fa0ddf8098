using Alerting.Access;
using Alerting.Engine.Regions;
using Alerting.Grains.Access;
using Alerting.Reports;
using Alerting.Server.Http;

namespace Alerting.Server.Access.Keys;

/// <summary>Turns bodies into keys.</summary>
internal sealed class KeyValidator(RegionCatalog regions)
{
    private static readonly TimeSpan s_grace = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_maxGrace = TimeSpan.FromDays(366);

    /// <summary>The key without what its creation adds.</summary>
    /// <exception cref="RefusedException">It breaks a rule.</exception>
    public StoredKey Validate(KeyBody body, DateTimeOffset now)
    {
        if (body.Roles.Count == 0)
        {
            throw RefusedException.Invalid("$.roles", "must name at least one role");
        }

        var codes = body.Regions ?? [];
        for (var i = 0; i < codes.Count; i++)
        {
            if (!regions.TryGet(codes[i], out _))
            {
                var detail = $"unknown region '{codes[i]}'{NearestRegion.Hint(regions, codes[i])}";
                throw new RefusedException(new Fault(FaultTypes.UnknownRegion, detail, JsonPath.Item("$.regions", i)));
            }
        }

        return body.ExpiresAt <= now
            ? throw RefusedException.Invalid("$.expiresAt", "must be in the future")
            : new StoredKey
            {
                Id = "",
                Hash = "",
                Name = body.Name,
                Roles = [.. body.Roles.Distinct()],
                Regions = [.. codes.Distinct(StringComparer.Ordinal)],
                CreatedAt = now,
                ExpiresAt = body.ExpiresAt?.ToUniversalTime(),
            };
    }

    /// <summary>How long the old key stays valid.</summary>
    /// <exception cref="RefusedException">It is out of range.</exception>
    public static TimeSpan Grace(RotateBody? body) =>
        body?.Grace is not { } grace ? s_grace
        : grace.Value <= s_maxGrace ? grace.Value
        : throw RefusedException.Invalid("$.grace", "must be PT0S to P366D");
}
