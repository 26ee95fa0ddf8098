namespace Alerting.Engine.Wire;

/// <summary>What a change has. The bits are in stored data: never reuse one.</summary>
[Flags]
internal enum ChangeHas : byte
{
    Value = 1,
    Story = 2,
}
